/** Where orders can be sent, by the retailer's own names: `EIRE` is Ireland. Pricing has a VAT rate for each of them. */
export const countries = [
  'Australia',
  'Austria',
  'Bahrain',
  'Belgium',
  'Channel Islands',
  'Cyprus',
  'Denmark',
  'EIRE',
  'Finland',
  'France',
  'Germany',
  'Iceland',
  'Israel',
  'Italy',
  'Japan',
  'Lithuania',
  'Netherlands',
  'Norway',
  'Poland',
  'Portugal',
  'Spain',
  'Sweden',
  'Switzerland',
  'United Kingdom',
] as const;

export type Country = (typeof countries)[number];

const known: ReadonlySet<string> = new Set(countries);

export const isCountry = (name: string): name is Country => known.has(name);
