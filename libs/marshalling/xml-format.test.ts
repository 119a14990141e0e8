import { codecs } from './codecs';
import { refused } from './refused.fixture';

const event = 'parley.orders.v1.OrderEvent';
const info = 'google.rpc.ErrorInfo';

describe('XML', () => {
  const xml = codecs['application/xml'];
  const around = (inner: string) => `<${event}>${inner}</${event}>`;
  const read = (text: string) => xml.decode(event, Buffer.from(text));

  it('names the type and every field, and writes int64 as digits', () => {
    const body = xml.encode(event, { eventId: 'a<b>&\r\n"', version: 2, lines: [{ unitPrice: 5n }, {}] });
    expect(body.toString()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>${around(
        '<eventId>a&lt;b&gt;&amp;&#13;\n"</eventId><version>2</version><lines><unitPrice>5</unitPrice></lines><lines></lines>',
      )}`,
    );
  });

  it('text that XML cannot write goes in base64, and says so', () => {
    const body = xml.encode(event, { eventId: 'a\0b' });
    expect(body.toString()).toContain('<eventId encoding="base64">YQBi</eventId>');
    expect(xml.decode(event, body)).toMatchObject({ eventId: 'a\0b' });
  });

  it('reads what another writer may have written', () => {
    const text = `<?xml version='1.0' encoding='utf-8'?>\n<!-- by hand -->\n${around(`
      <eventId>&#x41;&#66;&quot;<![CDATA[<&amp;>]]></eventId>
      <added><deep>1</deep></added><!-- what a newer sender added -->
      <gross>-5</gross>\n`)}\n`;
    expect(read(text)).toMatchObject({ eventId: 'AB"<&amp;>', gross: '-5' });
    expect(read(`<${event}/>`)).toMatchObject({ eventId: '', lines: [] });
  });

  it.each([
    ['nothing', ''],
    ['an entity of its own', `<!DOCTYPE x [<!ENTITY a "aaaa">]>${around('<eventId>&a;</eventId>')}`],
    ['an entity from outside', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${around('')}`],
    ['an entity that is not XML’s', around('<eventId>&nbsp;</eventId>')],
    ['a bare ampersand', around('<eventId>a & b</eventId>')],
    ['a character by number that XML does not have', around('<eventId>&#0;</eventId>')],
    ['a number for a character that is none', around('<eventId>&#x110000;</eventId>')],
    ['a character that XML does not have', around('<eventId>\u0001</eventId>')],
    ['another type', '<parley.orders.v1.Order></parley.orders.v1.Order>'],
    ['two roots', `<${event}/><${event}/>`],
    ['something behind the root', `<${event}/>x`],
    ['something behind the end', `${around('')}x`],
    ['an end that is missing', `<${event}><eventId>`],
    ['text between elements', around('x<eventId>e</eventId>')],
    ['an element within text', around('<eventId>a<b/></eventId>')],
    ['a field twice', around('<eventId>a</eventId><eventId>b</eventId>')],
    ['a word for a number', around('<version>one</version>')],
    ['nothing for a number', around('<version></version>')],
    ['a fraction for an int64', around('<gross>1.5</gross>')],
    ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${around('')}`],
    ['a text in an encoding that is not known', around('<eventId encoding="rot13">a</eventId>')],
    ['elements in elements in elements', around('<x>'.repeat(1000) + '</x>'.repeat(1000))],
  ])('%s is undecodable', (_what, text) => refused('application/xml', text));

  it('bytes that are not UTF-8 are undecodable', () => {
    refused('application/xml', Buffer.from(around('<eventId>\xff</eventId>'), 'latin1'));
  });

  it('a map is a key and a value an entry', () => {
    const body = xml.encode(info, { metadata: { 'a&b': '', c: '1' } });
    expect(body.toString()).toContain(
      '<metadata><key>a&amp;b</key><value></value></metadata><metadata><key>c</key><value>1</value></metadata>',
    );
    refused('application/xml', `<${info}><metadata><value>1</value><key>c</key></metadata></${info}>`, info);
  });
});
