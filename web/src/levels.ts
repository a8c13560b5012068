/** The columns of a chain, from the Politburo to the province: a look at a document's header, never stored. */

export interface Tier {
  key: string;
  name: string;
  short: string;
}

export const TIERS: readonly Tier[] = [
  { key: "dang", name: "Đảng, Trung ương", short: "Trung ương Đảng" },
  { key: "chinh-phu", name: "Quốc hội, Chính phủ, bộ", short: "Chính phủ" },
  { key: "tinh-uy", name: "Tỉnh ủy, Thành ủy", short: "Tỉnh ủy" },
  { key: "ubnd", name: "HĐND, UBND cấp tỉnh", short: "UBND tỉnh" },
  { key: "co-so", name: "Huyện, xã và đơn vị", short: "Cơ sở" },
];

interface Placed {
  number?: string | null;
  issuer?: string | null;
  level?: string | null;
  place?: string | null;
}

const PARTY_CENTRAL = /bộ chính trị|ban chấp hành trung ương|ban bí thư|-.{2,4}\/TW$/i;
const PARTY_LOCAL = /tỉnh ủy|thành ủy|tỉnh uỷ|thành uỷ|tỉnh đảng bộ|đảng bộ tỉnh|\/TU$/i;
const LOCAL_STATE = /(UBND|HĐND|hội đồng nhân dân|ủy ban nhân dân|uỷ ban nhân dân)/i;

/** The column (index into TIERS) in which a document stands. */
export function tierOf(document: Placed): number {
  const text = `${document.number ?? ""}`;
  const issuer = document.issuer ?? "";
  const level = (document.level ?? "").toLowerCase();
  if (/huyện|xã|phường/.test(level)) return 4;
  if (PARTY_CENTRAL.test(text) || PARTY_CENTRAL.test(issuer)) return 0;
  if (PARTY_LOCAL.test(text) || PARTY_LOCAL.test(issuer)) return 2;
  if (level.includes("tỉnh") || LOCAL_STATE.test(text) || LOCAL_STATE.test(issuer) || document.place) return 3;
  return 1;
}
