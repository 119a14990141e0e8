"""A stream of media written from README.md: `source PORT ...` sends units, `sink COUNT PORT ...` prints them as they come.

Of several ports each is a sub-stream; a source's units go to each in turn, all stamped by one clock.
"""
import json
import random
import select
import struct
import sys
import time
from socket import AF_INET, SOCK_DGRAM, socket

HEAD = struct.Struct('>2sIId')


def unit(stream, number, stamp, body):
    head = json.dumps({'id': f'py-{number}', 'sender': 'python', 'seq': number, 'type': 'unit',
                       'contentType': 'audio/basic', 'headers': {}}).encode()
    message = b'PY1\n' + struct.pack('>I', len(head)) + head + body
    return HEAD.pack(b'UA', stream, number, stamp) + message


def source(ports):
    s, stream = socket(AF_INET, SOCK_DGRAM), random.getrandbits(32)
    waiting = []
    for number in range(1, 21):
        body = bytes([number]) * 160
        waiting.append((unit(stream, number, time.monotonic() * 1000, body), ports[(number - 1) % len(ports)]))
        time.sleep(0.01)
        # Two at a time, the later one first; and the tenth once more.
        if number % 2 == 0:
            for datagram, port in reversed(waiting):
                s.sendto(datagram, ('127.0.0.1', port))
            if number == 10:
                s.sendto(waiting[-1][0], ('127.0.0.1', waiting[-1][1]))
            waiting.clear()


def sink(count, ports):
    sockets = {}
    for port in ports:
        s = socket(AF_INET, SOCK_DGRAM)
        s.bind(('127.0.0.1', port))
        sockets[s] = len(sockets)
    print('at', *(s.getsockname()[1] for s in sockets), flush=True)
    while count > 0:
        for s in select.select(list(sockets), [], [], 20)[0]:
            datagram = s.recv(65535)
            mark, stream, number, stamp = HEAD.unpack_from(datagram)
            (length,) = struct.unpack_from('>I', datagram, HEAD.size + 4)
            start = HEAD.size + 8
            head = json.loads(datagram[start:start + length])
            print('got', json.dumps({'part': sockets[s], 'mark': mark.decode(), 'stream': stream, 'number': number,
                                     'stamp': stamp, 'id': head['id'], 'body': datagram[start + length:].hex()}),
                  flush=True)
            count -= 1


if sys.argv[1] == 'source':
    source([int(port) for port in sys.argv[2:]])
else:
    sink(int(sys.argv[2]), [int(port) for port in sys.argv[3:]])
