"""Sends a message to each area: python sender.py PORT COUNTRY+COUNTRY…; each country's cell gets one copy."""
import sys
from socket import *
from envelope import pack
from places import group, points

s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, inet_aton("127.0.0.1"))
for seq, area in enumerate(sys.argv[2:], 1):
    datagram = f"{area}\n".encode() + pack(f"py-{seq}", seq, bytes(range(256)))
    for cell in {group(points[country]) for country in area.split("+")}:
        s.sendto(datagram, (cell, int(sys.argv[1])))
