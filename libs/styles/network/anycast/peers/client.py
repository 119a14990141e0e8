"""Sends a notice and two requests: python client.py HOST PORT; prints what comes back."""
import sys
from socket import *
from envelope import pack, unpack

server = (sys.argv[1], int(sys.argv[2]))
s = socket(AF_INET, SOCK_DGRAM)
s.settimeout(20)
s.sendto(b"n" + pack("py-1", 1, bytes(range(256))), server)
for seq in (2, 3):
    s.sendto(b"r" + pack(f"py-{seq}", seq, bytes([seq])), server)
    datagram, answering = s.recvfrom(65535)
    assert answering == server
    head, body = unpack(datagram[1:])
    headers = head["headers"]
    print(datagram[:1].decode(), headers["in-reply-to"], list(body), headers.get("kind"), headers.get("reason"))
