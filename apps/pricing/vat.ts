import type { Country } from '@parley/topology';

/**
 * VAT by country, in basis points, as it stood on 1 December 2010 (the month of the retailer's invoices).
 *
 * Rule: goods that stay in the EU bear the standard rate of the country that they are sent to; goods that leave the EU's
 * VAT area (the Channel Islands are outside of it) are exports and bear none. The names are the retailer's own,
 * `EIRE` included; a country that is not in the table has no price.
 */
export const vatRates: Readonly<Record<Country, number>> = {
  Austria: 2000,
  Belgium: 2100,
  Cyprus: 1500,
  Denmark: 2500,
  EIRE: 2100,
  Finland: 2300,
  France: 1960,
  Germany: 1900,
  Italy: 2000,
  Lithuania: 2100,
  Netherlands: 1900,
  Poland: 2200,
  Portugal: 2100,
  Spain: 1800,
  Sweden: 2500,
  'United Kingdom': 1750,

  Australia: 0,
  Bahrain: 0,
  'Channel Islands': 0,
  Iceland: 0,
  Israel: 0,
  Japan: 0,
  Norway: 0,
  Switzerland: 0,
};
