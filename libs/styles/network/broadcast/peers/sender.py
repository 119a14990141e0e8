"""Sends two messages to everybody: python sender.py BROADCAST_ADDRESS PORT"""
import sys
from socket import *
from envelope import pack

s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(SOL_SOCKET, SO_BROADCAST, 1)
for seq in (1, 2):
    s.sendto(pack(f"py-{seq}", seq, bytes(range(256))), (sys.argv[1], int(sys.argv[2])))
