"""Reads golden/*.json and *.xml with the standard library, *.msgpack and
*.avro by their specifications (Avro: with the schemas given as JSON in the second argument, by file name); prints JSON.

XML: a list is an element again and again, so those that are lists are named here; a map's entry has a key and a value.
"""
import base64
import json
import pathlib
import struct
import sys
import xml.etree.ElementTree as tree

LISTS = {"lines"}
MAPS = {"metadata"}


def text(element):
    content = element.text or ""
    return base64.b64decode(content).decode() if element.get("encoding") == "base64" else content


def fields(element):
    found = {}
    for child in element:
        value = fields(child) if len(child) else text(child)
        if child.tag in LISTS:
            found.setdefault(child.tag, []).append(value)
        elif child.tag in MAPS:
            found.setdefault(child.tag, {})[value["key"]] = value["value"]
        else:
            found[child.tag] = value
    return found


NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q",
           0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
SIZES = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I", 0xD9: ">B", 0xDA: ">H", 0xDB: ">I",
         0xDC: ">H", 0xDD: ">I", 0xDE: ">H", 0xDF: ">I"}


def unpack(data):
    at = 0

    def take(count):
        nonlocal at
        at += count
        assert at <= len(data), "cut short"
        return data[at - count:at]

    def number(form):
        return struct.unpack(form, take(struct.calcsize(form)))[0]

    def one():
        first = take(1)[0]
        if first < 0x80:
            return first
        if first >= 0xE0:
            return first - 0x100
        if first in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[first]
        if first in NUMBERS:
            return number(NUMBERS[first])
        size = number(SIZES[first]) if first in SIZES else first & (0x1F if 0xA0 <= first < 0xC0 else 0x0F)
        if 0x80 <= first < 0x90 or first in (0xDE, 0xDF):
            return {one(): one() for _ in range(size)}
        if 0x90 <= first < 0xA0 or first in (0xDC, 0xDD):
            return [one() for _ in range(size)]
        return take(size).decode() if first not in (0xC4, 0xC5, 0xC6) else take(size).hex()

    value = one()
    assert at == len(data), "something behind the end"
    return value


def unavro(data, schema):
    at = 0
    named = {}

    def take(count):
        nonlocal at
        at += count
        assert 0 <= count and at <= len(data), "cut short"
        return data[at - count:at]

    def number():
        value, shift = 0, 0
        while True:
            byte = take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return (value >> 1) ^ -(value & 1)

    def blocks(item):
        items = []
        while count := number():
            if count < 0:
                number()
            items += [item() for _ in range(abs(count))]
        return items

    def one(kind):
        if isinstance(kind, list):
            return one(kind[number()])
        if isinstance(kind, dict):
            if "name" in kind:
                named[kind["name"]] = kind
            if kind["type"] == "array":
                return blocks(lambda: one(kind["items"]))
            if kind["type"] == "map":
                return dict(blocks(lambda: (one("string"), one(kind["values"]))))
            return {field["name"]: one(field["type"]) for field in kind["fields"]}
        if kind in named:
            return one(named[kind])
        if kind in ("int", "long"):
            return number()
        if kind == "boolean":
            return take(1) == b"\1"
        return None if kind == "null" else take(number()).decode()

    assert data[:2] == b"\xc3\x01", "no single object"
    at = 10
    value = one(schema)
    assert at == len(data), "something behind the end"
    return value


schemas = json.loads(sys.argv[2])
found = {}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.suffix == ".json":
        value = json.loads(path.read_bytes())
    elif path.suffix == ".xml":
        value = fields(tree.fromstring(path.read_bytes()))
    elif path.suffix == ".msgpack":
        value = unpack(path.read_bytes())
        # JavaScript would round what is beyond 2^53.
        value = json.loads(json.dumps(value), parse_int=str)
    elif path.suffix == ".avro":
        value = json.loads(json.dumps(unavro(path.read_bytes(), schemas[path.stem])), parse_int=str)
    else:
        continue
    found.setdefault(path.stem, {})[path.suffix[1:]] = value
print(json.dumps(found))
