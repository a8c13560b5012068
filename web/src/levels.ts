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
const PARTY_LOCAL = /(tỉnh|thành|huyện) [ủu][ỷỳyý]|đảng bộ|\/TU$/i;
const STATE_LOCAL = /UBND|HĐND|hội đồng nhân dân|[ủu][ỷỳyý] ban nhân dân/i;
const STATE_CENTRAL = /-CP$|-TTg$|QH\d*$|TT-B|quốc hội|chính phủ|thủ tướng|^bộ /i;

/** The column (index into TIERS) in which a document stands. A central document is dated from a city too, so the
 * place decides only where nothing else does. */
export function tierOf(document: Placed): number {
  const is = (pattern: RegExp) => pattern.test(document.number ?? "") || pattern.test(document.issuer ?? "");
  const level = (document.level ?? "").toLowerCase();
  if (/huyện|xã|phường/.test(level)) return 4;
  if (is(PARTY_CENTRAL)) return 0;
  if (is(PARTY_LOCAL)) return 2;
  if (level.includes("trung ương")) return 1;
  if (level.includes("tỉnh") || is(STATE_LOCAL)) return 3;
  return is(STATE_CENTRAL) || !document.place ? 1 : 3;
}

/** The province of a document; a central one has none, only the city that it is dated from. */
export function provinceOf(document: Placed): string | null {
  return tierOf(document) >= 2 ? (document.place ?? null) : null;
}
