/** What the gateway makes of a query before it encodes it: NFC, no control or invisible characters, single spaces. */
export function cleanQuery(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}]|\p{Noncharacter_Code_Point}/gu, '')
    .replace(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .trim()
    .normalize('NFC');
}
