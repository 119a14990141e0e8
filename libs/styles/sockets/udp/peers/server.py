"""A connectionless echo server by the socket interface alone: socket, bind, recvfrom, sendto."""
import sys
from socket import *

s = socket(AF_INET, SOCK_DGRAM)
s.bind((sys.argv[1], int(sys.argv[2])))
print(s.getsockname()[1], flush=True)
while True:
    (data, addr) = s.recvfrom(1024)
    s.sendto(data + b"*", addr)
