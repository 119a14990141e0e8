"""Calls a group and prints the answer of each member: python client.py GROUP PORT MEMBERS"""
import sys
from socket import *
from datagrams import pack, unpack

group, port, members = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
s = socket(AF_INET, SOCK_DGRAM)
s.settimeout(20)
s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, inet_aton("127.0.0.1"))
for seq, operation in enumerate(("notify", "reserve", "reserve"), 1):
    message = {"id": f"py-{seq}", "sender": "python", "seq": seq, "type": "bytes",
               "contentType": "application/octet-stream", "headers": {}}
    s.sendto(pack({"call": f"call-{seq}", "operation": operation}, message, bytes([seq])), (group, port))
    answers = {}
    while len(answers) < members:
        datagram, member = s.recvfrom(65535)
        head, result, body = unpack(datagram)
        assert head["call"] == f"call-{seq}"
        failure = head.get("failure")
        answers[member] = f'{failure["kind"]} {failure["reason"]}' if failure else f'{result["id"]} {list(body)}'
    print(operation, sorted(answers.values()), flush=True)
