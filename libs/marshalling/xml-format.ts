import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import protobuf from 'protobufjs';
import { checked, type Format, type Plain } from './format';
import { escapeXml, isXmlText, unescapeXml } from './xml-text';

/** An element or a piece of text, as fast-xml-parser has it where order is kept. */
type Node = Record<string, unknown>;

const element = (name: string, children: Node[], attributes?: Plain): Node => ({
  [name]: children,
  ...(attributes && { ':@': attributes }),
});

const textElement = (name: string, text: string): Node =>
  isXmlText(text)
    ? element(name, [{ '#text': escapeXml(text) }])
    : element(name, [{ '#text': Buffer.from(text).toString('base64') }], { '@_encoding': 'base64' });

const valueElement = (name: string, field: protobuf.Field, value: unknown): Node =>
  field.resolvedType instanceof protobuf.Type
    ? element(name, fieldsOf(field.resolvedType, value as Plain))
    : textElement(name, String(value));

const fieldsOf = (type: protobuf.Type, plain: Plain): Node[] =>
  type.fieldsArray.flatMap((field) => {
    const { name } = field;
    const value = plain[name];
    if (value === undefined) return [];
    if (field.map)
      return Object.entries(value as Plain).map(([key, one]) =>
        element(name, [textElement('key', key), valueElement('value', field, one)]),
      );
    return (field.repeated ? (value as unknown[]) : [value]).map((one) => valueElement(name, field, one));
  });

const refuse = (why: string): never => {
  throw new RangeError(why);
};

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@')!;
const childrenOf = (node: Node): Node[] => node[nameOf(node)] as Node[];

const textOf = (node: Node): string => {
  if (typeof node['#text'] === 'string') return unescapeXml(node['#text']);
  const marked = node['#cdata'] as Node[] | undefined;
  return marked ? marked.map((each) => String(each['#text'] ?? '')).join('') : refuse('an element within text');
};

const contentOf = (node: Node): string => {
  const text = childrenOf(node).map(textOf).join('');
  const encoding = (node[':@'] as Plain | undefined)?.['@_encoding'];
  if (encoding === undefined) return text;
  if (encoding !== 'base64') refuse('a text in an encoding that is not known here');
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
};

const truth: Record<string, boolean> = { true: true, '1': true, false: false, '0': false };

const valueOf = (field: protobuf.Field, node: Node): unknown => {
  if (field.resolvedType instanceof protobuf.Type) return readFields(field.resolvedType, childrenOf(node));
  const text = contentOf(node);
  return field.type === 'bool' ? (truth[text] ?? refuse(`${field.name}: true or false`)) : text;
};

const elementsOf = (nodes: Node[]): [string, Node][] =>
  nodes.flatMap((node): [string, Node][] => {
    const name = nameOf(node);
    if (name !== '#text' && name !== '#cdata') return [[name, node]];
    return /^[\t\n\r ]*$/.test(textOf(node)) ? [] : refuse('text between elements');
  });

const entryOf = (field: protobuf.Field, node: Node): [string, unknown] => {
  const parts = elementsOf(childrenOf(node));
  const [key, value] = parts.map(([, part]) => part);
  if (parts.map(([name]) => name).join() !== 'key,value') refuse(`${field.name}: a key and a value`);
  return [contentOf(key!), valueOf(field, value!)];
};

const readFields = (type: protobuf.Type, nodes: Node[]): Plain => {
  const found = new Map<protobuf.Field, Node[]>();
  for (const [name, node] of elementsOf(nodes)) {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    // What a newer sender added is ignored, as Protobuf does.
    if (field) found.set(field, [...(found.get(field) ?? []), node]);
  }
  return Object.fromEntries(
    [...found].map(([field, list]) => {
      if (field.map) return [field.name, Object.fromEntries(list.map((node) => entryOf(field, node)))];
      if (field.repeated) return [field.name, list.map((node) => valueOf(field, node))];
      return [field.name, list.length === 1 ? valueOf(field, list[0]!) : refuse(`${field.name}: more than once`)];
    }),
  );
};

const builder = new XMLBuilder({ preserveOrder: true, ignoreAttributes: false, processEntities: false });
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 64,
});
const utf8 = new TextDecoder('utf-8', { fatal: true });
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

const rootOf = (text: string, name: string): Node => {
  if (!isXmlText(text)) refuse('a character that XML does not have');
  if (text.includes('<!DOCTYPE')) refuse('a document type is not read');
  if (/^<\?xml[^>]*encoding=["'](?!utf-8["'])/i.test(text)) refuse('it says that it is not in UTF-8');
  const valid = XMLValidator.validate(text);
  if (valid !== true) refuse(valid.err.msg);
  const roots = (parser.parse(text) as Node[]).filter((node) => nameOf(node) !== '#text');
  if (roots.length !== 1 || nameOf(roots[0]!) !== name) refuse(`not one element ${name}`);
  // The validator lets pass what stands behind a root; the parser drops it.
  if (!new RegExp(`(</${name}\\s*>|^(<\\?xml[^>]*\\?>)?\\s*<${name}[^<>]*/>)\\s*$`).test(text))
    refuse('something behind the root');
  return roots[0]!;
};

/**
 * XML: the type's full name is the root element, a field an element by its name, a list the element again and again, a
 * map's entry an element with `key` and `value`. Text that XML 1.0 has no way to write (U+0000) is in base64 and says so.
 * No document type and no entities but XML's own five are read.
 */
export const xmlFormat: Format = {
  contentType: 'application/xml',
  write: (type, plain) =>
    Buffer.from(declaration + builder.build([element(type.fullName.slice(1), fieldsOf(type, plain))])),
  read: (type, bytes) =>
    checked(type, readFields(type, childrenOf(rootOf(utf8.decode(bytes), type.fullName.slice(1)))), 'json'),
};
