"""Sends two messages to a group: python sender.py GROUP PORT"""
import sys
from socket import *
from envelope import pack

s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, inet_aton("127.0.0.1"))
for seq in (1, 2):
    s.sendto(pack(f"py-{seq}", seq, bytes(range(256))), (sys.argv[1], int(sys.argv[2])))
