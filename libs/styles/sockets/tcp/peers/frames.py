"""A request to our receiver, written from the frame's description in README.md, a byte a segment; prints the reply's head."""
import json, struct, sys
from socket import *

def take(count):
    got = b''
    while len(got) < count:
        data = s.recv(count - len(got))
        if not data: sys.exit('closed')
        got += data
    return got

NOTICE, REQUEST, REPLY, FAILURE, BEAT, HELLO = range(6)
head = json.dumps({'id': 'p-1', 'sender': 'p', 'seq': 1, 'type': 'bytes',
                   'contentType': 'application/octet-stream', 'headers': {}}).encode()
message = b'PY1\n' + struct.pack('>I', len(head)) + head + b'from python'

s = socket(AF_INET, SOCK_STREAM)
s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
s.connect((sys.argv[1], int(sys.argv[2])))
for byte in struct.pack('>IBI', len(message), REQUEST, 7) + message:
    s.send(bytes([byte]))
while True:
    length, kind, number = struct.unpack('>IBI', take(9))
    payload = take(length)
    if kind != BEAT: break
(size,) = struct.unpack('>I', payload[4:8])
print(json.dumps({'kind': kind, 'number': number, 'mark': payload[:4].decode(),
                  'head': json.loads(payload[8:8 + size]), 'body': payload[8 + size:].decode()}))
s.close()
