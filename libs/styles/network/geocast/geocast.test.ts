import { conformance } from '@parley/conformance/testing';
import type { Message } from '@parley/marshalling';
import { countries } from '@parley/topology';
import { areaOf, cellOf, cellsOf, groupOf, isIn } from './area';
import { kmBetween, pointOf } from './places';
import { openReceiver } from './receiver';
import { openSender } from './sender';

conformance(__dirname);

const place = { bind: [], connect: [], name: 'x', deadlineMs: 2000, credentials: 'right' as const };

const stands = async (country: (typeof countries)[number], port = 0) => {
  const got: string[] = [];
  const waiting = new Set<() => void>();
  const address = `udp://${groupOf(cellOf(pointOf[country]))}:${port}/${encodeURIComponent(country)}`;
  const receiver = await openReceiver(
    { ...place, bind: [address] },
    {
      notify: async ({ id }) => {
        got.push(id);
        waiting.forEach((look) => look());
      },
      reserve: async (request) => request,
      refused: (error) => void got.push(error.message),
    },
  );
  const has = (id: string) =>
    new Promise<void>((resolve) => {
      const look = () => got.includes(id) && resolve();
      waiting.add(look);
      look();
    });
  return { ...receiver, address: receiver.addresses[0]!, got, has };
};

const message = (id: string, area?: string): Message => ({
  id,
  sender: 's',
  seq: 1,
  type: 'bytes',
  contentType: 'application/octet-stream',
  headers: area === undefined ? {} : { area },
  body: Buffer.from(id),
});

describe('an area', () => {
  it('is countries, or a circle around a country or a point', () => {
    expect(areaOf('France+Spain')).toEqual({ countries: ['France', 'Spain'] });
    expect(areaOf('48.5,-2~500km')).toEqual({ centre: { latitude: 48.5, longitude: -2 }, km: 500 });
    expect(areaOf('France~500km')).toEqual({ centre: pointOf.France, km: 500 });
  });

  it.each(['', 'Atlantis', 'France+', 'France~km', '91,0~5km', '1,2', '~5km'])('is not %j', (text) => {
    expect(() => areaOf(text)).toThrow('no area');
  });

  it('has everybody in it who is near enough, and nobody else', () => {
    expect(kmBetween(pointOf.France, pointOf['United Kingdom'])).toBeCloseTo(343, -1);
    const near = countries.filter((country) => isIn(areaOf('France~450km'), country));
    expect(near).toEqual(['Belgium', 'Channel Islands', 'France', 'Netherlands', 'Switzerland', 'United Kingdom']);
  });

  it('touches the cell of everybody in it, across the date line and at the poles too', () => {
    const circles = [...countries, '-17,179', '0,-179.9', '89,10', '-90,0', '0,0'].flatMap((centre) =>
      [0, 300, 2000, 9000, 21_000].map((km) => areaOf(`${centre}~${km}km`)),
    );
    for (const area of circles) {
      if ('countries' in area) throw new Error('a circle was expected');
      const cells = new Set(cellsOf(area));
      for (let latitude = -90; latitude <= 90; latitude += 7.5)
        for (let longitude = -180; longitude <= 180; longitude += 7.5) {
          const point = { latitude, longitude };
          if (kmBetween(area.centre, point) < area.km && !cells.has(cellOf(point)))
            throw new Error(`${JSON.stringify({ area, point })}`);
        }
    }
    expect(cellsOf(areaOf('48,10~100km'))).toEqual([55]);
    expect(new Set(cellsOf(areaOf('-17,179~300km')))).toEqual(new Set([36, 25]));
  });
});

describe('who gets it', () => {
  it('everybody in the area, in whichever cell, and nobody outside, in the same cell or another', async () => {
    const france = await stands('France');
    const port = Number(/:(\d+)\//.exec(france.address)![1]);
    const also = await stands('France', port);
    const [germany, islands, japan] = [
      await stands('Germany', port),
      await stands('Channel Islands', port),
      await stands('Japan', port),
    ];
    const all = [france, also, germany, islands, japan];
    const sender = await openSender({ ...place, connect: [france.address] });
    try {
      await sender.notify!(message('to France'));
      await sender.notify!(message('around France', 'France~400km'));
      await sender.notify!(message('to two', 'Germany+Japan'));
      await sender.notify!(message('to all', 'France~20100km'));
      for (const one of all) await one.has('to all');
      const got = (...ids: string[]) => [...ids, 'to all'];
      expect(france.got).toEqual(got('to France', 'around France'));
      expect(also.got).toEqual(got('to France', 'around France'));
      expect(germany.got).toEqual(got('to two'));
      expect(islands.got).toEqual(got('around France'));
      expect(japan.got).toEqual(got('to two'));
      await expect(sender.notify!(message('nowhere', 'Atlantis'))).rejects.toMatchObject({ reason: 'area' });
    } finally {
      for (const one of [sender, ...all]) await one.close();
    }
  });

  it('a circle whose centre is in another cell than its west', async () => {
    const france = await stands('France');
    const port = Number(/:(\d+)\//.exec(france.address)![1]);
    const islands = await stands('Channel Islands', port);
    const connect = [france.address.replace('/France', '/France~400km')];
    const sender = await openSender({ ...place, connect });
    try {
      await sender.notify!(message('around France'));
      await sender.notify!(message('to all', 'France~20100km'));
      for (const one of [france, islands]) await one.has('to all');
      expect([france.got, islands.got]).toEqual(Array(2).fill(['around France', 'to all']));
    } finally {
      for (const one of [sender, france, islands]) await one.close();
    }
  });

  it('nobody can stand at the group of another cell, or nowhere', async () => {
    const open = (address: string) =>
      openReceiver(
        { ...place, bind: [address] },
        { notify: async () => {}, reserve: async (x) => x, refused: () => {} },
      );
    await expect(open('udp://239.77.4.55:0/Japan')).rejects.toMatchObject({ reason: 'address' });
    await expect(open('udp://239.77.4.55:0/Atlantis')).rejects.toMatchObject({ reason: 'address' });
    await expect(open('udp://239.77.4.55:0')).rejects.toMatchObject({ reason: 'address' });
  });
});
