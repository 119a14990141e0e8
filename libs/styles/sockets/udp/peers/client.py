"""Its client: socket, sendto, recvfrom; no connect, no bind."""
import sys
from socket import *

s = socket(AF_INET, SOCK_DGRAM)
s.sendto(b'Hello, world', (sys.argv[1], int(sys.argv[2])))
(data, addr) = s.recvfrom(1024)
print(data.decode())
s.close()
