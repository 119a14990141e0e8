"""Sends a byte a segment to an echo server, ends its side, prints all that came back."""
import sys
from socket import *

s = socket(AF_INET, SOCK_STREAM)
s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
s.connect((sys.argv[1], int(sys.argv[2])))
for byte in sys.argv[3].encode():
    s.send(bytes([byte]))
s.shutdown(SHUT_WR)
back = b''
while data := s.recv(1024):
    back += data
print(back.decode())
s.close()
