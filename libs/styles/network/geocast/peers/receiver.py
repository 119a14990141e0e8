"""Stands in a country: python receiver.py COUNTRY PORT; prints its group and port, and each message meant for it."""
import sys
from socket import *
from envelope import unpack
from places import group, is_in, points

country = sys.argv[1]
cell = group(points[country])
s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
s.bind((cell, int(sys.argv[2])))
s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton(cell) + inet_aton("127.0.0.1"))
print("at", cell, s.getsockname()[1], flush=True)
while True:
    area, _, datagram = s.recv(65535).partition(b"\n")
    if is_in(area.decode(), country):
        head, body = unpack(datagram)
        print(head["id"], head["seq"], body.hex(), flush=True)
