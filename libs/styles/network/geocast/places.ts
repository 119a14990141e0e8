import type { Country } from '@parley/topology';

/** A point on the globe, in degrees: north and east are positive. */
export interface Point {
  latitude: number;
  longitude: number;
}

const at = (latitude: number, longitude: number): Point => ({ latitude, longitude });

/** One point for each country that orders can be sent to: its capital, and Saint Helier for the Channel Islands. */
export const pointOf: Record<Country, Point> = {
  Australia: at(-35.28, 149.13),
  Austria: at(48.21, 16.37),
  Bahrain: at(26.23, 50.59),
  Belgium: at(50.85, 4.35),
  'Channel Islands': at(49.19, -2.11),
  Cyprus: at(35.17, 33.36),
  Denmark: at(55.68, 12.57),
  EIRE: at(53.35, -6.26),
  Finland: at(60.17, 24.94),
  France: at(48.86, 2.35),
  Germany: at(52.52, 13.4),
  Iceland: at(64.15, -21.94),
  Israel: at(31.77, 35.21),
  Italy: at(41.9, 12.5),
  Japan: at(35.68, 139.69),
  Lithuania: at(54.69, 25.28),
  Netherlands: at(52.37, 4.9),
  Norway: at(59.91, 10.75),
  Poland: at(52.23, 21.01),
  Portugal: at(38.72, -9.14),
  Spain: at(40.42, -3.7),
  Sweden: at(59.33, 18.07),
  Switzerland: at(46.95, 7.45),
  'United Kingdom': at(51.51, -0.13),
};

/** The radius of a sphere as large as the earth (IUGG mean radius), in km. */
export const earthKm = 6371;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The way from one to the other over the globe, in km (haversine). */
export const kmBetween = (one: Point, other: Point): number => {
  const [from, to] = [radians(one.latitude), radians(other.latitude)];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const a = half(to - from) + Math.cos(from) * Math.cos(to) * half(radians(other.longitude - one.longitude));
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(a)));
};
