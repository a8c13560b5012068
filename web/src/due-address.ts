/** What the address of the board of deadlines asks for. */

import { href } from "./router";

/** Under the names that the address has. */
export interface Asked {
  "dia-phuong": string;
  "van-ban": string;
  "co-quan": string;
  vai: string;
  ngay: string;
  xem: string;
  "bao-cao": string;
  "tiep-nhan": string;
}

export function read(params: URLSearchParams): Asked {
  const of = (name: keyof Asked) => params.get(name) ?? "";
  return {
    "dia-phuong": of("dia-phuong"),
    "van-ban": of("van-ban"),
    "co-quan": of("co-quan"),
    vai: of("vai"),
    ngay: of("ngay"),
    xem: of("xem"),
    "bao-cao": of("bao-cao"),
    "tiep-nhan": of("tiep-nhan"),
  };
}

export function link(asked: Asked, change: Partial<Asked> = {}): string {
  return href("thoi-han", null, null, { ...asked, ...change });
}

const REPORTED: Record<string, boolean> = { co: true, chua: false };

/** The conditions of the service, without the span of days. */
export function chosen(asked: Asked) {
  const agency = asked["co-quan"];
  return {
    place: asked["dia-phuong"],
    document: asked["van-ban"],
    agency,
    role: agency && asked.vai,
    inherited: agency && asked["tiep-nhan"] === "1" ? true : undefined,
    reported: REPORTED[asked["bao-cao"]],
  };
}
