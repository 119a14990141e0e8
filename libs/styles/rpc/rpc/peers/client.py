"""A client made from the .proto alone: python client.py PROTO_FOLDER HOST:PORT"""
import sys
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/calls.proto")
messages = grpc.protos("parley/styles/v1/message.proto")

with grpc.insecure_channel(sys.argv[2]) as channel:
    calls = services.CallsStub(channel)
    print(calls.Echo(protos.EchoRequest(text="olá"), timeout=5).text)
    message = messages.Message(
        id="py-1", sender="python", seq=1, type="bytes", content_type="application/octet-stream", body=bytes(range(256))
    )
    calls.Notify(protos.NotifyRequest(message=message), timeout=5)
    reply = calls.Reserve(protos.ReserveRequest(message=message), timeout=5).message
    print(reply.headers["in-reply-to"], reply.body == message.body)
