/** fflate as the writer of workbooks finds it, but without its workers: they start from blob: addresses, which the
 * page's Content-Security-Policy refuses, and a workbook of more than 160 kB would never be done. */

import { zipSync, type FlateCallback, type Zippable } from "fflate/browser";

export * from "fflate/browser";

export function zip(files: Zippable, done: FlateCallback): void {
  done(null, zipSync(files));
}
