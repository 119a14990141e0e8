"""The lecture's echo client, in Python 3."""
import sys
from socket import *

s = socket(AF_INET, SOCK_STREAM)
s.connect((sys.argv[1], int(sys.argv[2])))
s.send(b'Hello, world')
data = s.recv(1024)
print(data.decode())
s.close()
