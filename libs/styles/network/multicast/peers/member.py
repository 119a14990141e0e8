"""A member of a group: python member.py GROUP PORT; prints its port and each message."""
import sys
from socket import *
from envelope import unpack

group = sys.argv[1]
s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
s.bind((group, int(sys.argv[2])))
s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton(group) + inet_aton("127.0.0.1"))
print("port", s.getsockname()[1], flush=True)
while True:
    head, body = unpack(s.recv(65535))
    print(head["id"], head["seq"], body.hex(), flush=True)
