"""The lecture's echo server, in Python 3: bytes, and a line that says which port it got."""
import sys
from socket import *

s = socket(AF_INET, SOCK_STREAM)
s.bind((sys.argv[1], int(sys.argv[2])))
s.listen(1)
print(s.getsockname()[1], flush=True)
(conn, addr) = s.accept()
while True:
    data = conn.recv(1024)
    if not data: break
    conn.send(data + b"*")
conn.close()
