import { Fatal } from '@parley/faults';
import { isCountry, type Country } from '@parley/topology';
import { earthKm, kmBetween, pointOf, type Point } from './places';

/** Who is meant: who stands in one of these countries, or within so many km of a point. */
export type Area = { countries: Country[] } | { centre: Point; km: number };

const wrong = (text: string): Fatal =>
  new Fatal(`no area: ${JSON.stringify(text)}; areas are France, France+Spain, France~500km, 48.9,2.4~500km`, {
    reason: 'area',
  });

const centreOf = (name: string): Point | undefined => {
  if (isCountry(name)) return pointOf[name];
  const [, north, east] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(name) ?? [];
  const [latitude, longitude] = [Number(north), Number(east)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
};

/** The area that is written `France`, `France+Spain`, `France~500km` or `48.9,2.4~500km`. Throws Fatal `area`. */
export function areaOf(text: string): Area {
  const [, name = '', km] = /^(.*)~(\d{1,5})km$/.exec(text) ?? [];
  const countries = text.split('+');
  if (km === undefined && countries.every(isCountry)) return { countries };
  const centre = centreOf(name);
  if (!centre) throw wrong(text);
  return { centre, km: Number(km) };
}

/** Whether who stands in that country, at its point, is meant. */
export const isIn = (area: Area, country: Country): boolean =>
  'countries' in area ? area.countries.includes(country) : kmBetween(area.centre, pointOf[country]) <= area.km;

/** A cell's edge, in degrees: the globe has 6 rows of 12. */
const edge = 30;
const [rows, columns] = [180 / edge, 360 / edge];

const rowOf = (latitude: number): number => Math.min(rows - 1, Math.max(0, Math.floor((latitude + 90) / edge)));
const columnOf = (longitude: number): number => {
  const column = Math.floor((longitude + 180) / edge) % columns;
  return column < 0 ? column + columns : column;
};

/** The cell of a point: 1 to 72, from the south-west. */
export const cellOf = ({ latitude, longitude }: Point): number => 1 + rowOf(latitude) * columns + columnOf(longitude);

/** The cell of its first country, or of its centre. */
export const firstCellOf = (area: Area): number =>
  cellOf('countries' in area ? pointOf[area.countries[0]!] : area.centre);

/** The group of a cell. */
export const groupOf = (cell: number): string => `239.77.4.${cell}`;

const between = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Every cell in which somebody can stand who is meant; of a circle, those that the rectangle around it touches. */
export function cellsOf(area: Area): number[] {
  if ('countries' in area) return [...new Set(area.countries.map((country) => cellOf(pointOf[country])))];
  const { centre, km } = area;
  const degrees = (angle: number) => (angle * 180) / Math.PI;
  const reach = km / earthKm;
  const [south, north] = [centre.latitude - degrees(reach), centre.latitude + degrees(reach)];
  // Around a pole a circle has every longitude.
  const hasPole = south <= -90 || north >= 90;
  const wide = degrees(Math.asin(Math.min(1, Math.sin(reach) / Math.cos((centre.latitude * Math.PI) / 180))));
  const first = Math.floor((centre.longitude - wide + 180) / edge);
  const last = Math.floor((centre.longitude + wide + 180) / edge);
  const all = hasPole ? between(0, columns - 1) : between(first, Math.min(last, first + columns - 1));
  const cells = between(rowOf(south), rowOf(north)).flatMap((row) =>
    all.map((column) => 1 + row * columns + columnOf(column * edge - 180)),
  );
  return [...new Set(cells)];
}
