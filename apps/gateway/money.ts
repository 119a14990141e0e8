/**
 * Minor units as they come over gRPC (int64 as a decimal string) → the API's decimal string: '1234' → '12.34'.
 * Done on digits, never through a floating-point number. Throws RangeError on what is not a whole number.
 */
export function decimal(minor: string): string {
  const match = /^(-?)(\d+)$/.exec(minor);
  if (!match) throw new RangeError(`not an amount in minor units: ${minor}`);
  const digits = match[2]!.padStart(3, '0');
  return `${match[1]}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
