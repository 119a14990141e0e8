"""A member of a group: python member.py GROUP PORT; prints its port and each call. Says a body backwards, refuses an
empty one; a call that comes again gets the same answer and is not run again."""
import sys
from socket import *
from datagrams import pack, unpack

group, port = sys.argv[1], int(sys.argv[2])
s = socket(AF_INET, SOCK_DGRAM)
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
s.bind((group, port))
s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton(group) + inet_aton("127.0.0.1"))
own = socket(AF_INET, SOCK_DGRAM)
own.bind(("127.0.0.1", 0))
print("port", s.getsockname()[1], flush=True)
answers = {}
while True:
    datagram, caller = s.recvfrom(65535)
    head, message, body = unpack(datagram)
    call = head["call"]
    if call not in answers:
        print(head["operation"], message["id"], len(body), flush=True)
        if head["operation"] == "notify":
            answers[call] = pack({"call": call}, message, b"")
        elif body:
            answers[call] = pack({"call": call}, message, body[::-1])
        else:
            failure = {"kind": "fatal", "reason": "empty", "message": "no body"}
            answers[call] = pack({"call": call, "failure": failure}, message, b"")
    own.sendto(answers[call], caller)
