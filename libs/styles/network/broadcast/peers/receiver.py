"""Gets what is sent to everybody: python receiver.py PORT; prints its port and each message."""
import sys
from socket import *
from envelope import unpack

s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
s.bind(("0.0.0.0", int(sys.argv[1])))
print("port", s.getsockname()[1], flush=True)
while True:
    head, body = unpack(s.recv(65535))
    print(head["id"], head["seq"], body.hex(), flush=True)
