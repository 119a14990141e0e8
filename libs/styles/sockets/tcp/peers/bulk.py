"""Sends a run of x, ends its side, prints all that came back."""
import sys
from socket import *

s = socket(AF_INET, SOCK_STREAM)
s.connect((sys.argv[1], int(sys.argv[2])))
s.sendall(b'x' * int(sys.argv[3]))
s.shutdown(SHUT_WR)
back = b''
while data := s.recv(65536):
    back += data
print(back.decode())
s.close()
