"""A datagram as README.md describes it: a head in one line of JSON, then a message."""
import json, struct


def pack(head, message, body):
    packed = json.dumps(message).encode()
    return json.dumps(head).encode() + b"\nPY1\n" + struct.pack(">I", len(packed)) + packed + body


def unpack(datagram):
    head, _, rest = datagram.partition(b"\n")
    if not rest:
        return json.loads(head), None, b""
    mark, size = struct.unpack_from(">4sI", rest)
    assert mark == b"PY1\n"
    return json.loads(head), json.loads(rest[8 : 8 + size]), rest[8 + size :]
