"""A server at an address: python server.py HOST PORT; prints its port and each notice.
Says a body backwards, refuses an empty one."""
import sys
from socket import *
from envelope import pack, unpack

s = socket(AF_INET, SOCK_DGRAM)
s.bind((sys.argv[1], int(sys.argv[2])))
print("port", s.getsockname()[1], flush=True)
while True:
    datagram, client = s.recvfrom(65535)
    head, body = unpack(datagram[1:])
    answer = {"in-reply-to": head["id"]}
    if datagram[:1] == b"n":
        print(head["id"], head["seq"], body.hex(), flush=True)
    elif body:
        s.sendto(b"a" + pack("answer", 1, body[::-1], answer), client)
    else:
        answer |= {"kind": "fatal", "reason": "empty", "message": "no body"}
        s.sendto(b"f" + pack("failure", 1, b"", answer), client)
