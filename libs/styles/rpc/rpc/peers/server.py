"""A server made from the .proto alone: python server.py PROTO_FOLDER; prints its port, ends when stdin ends."""
import sys
from concurrent import futures
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/calls.proto")


class Calls(services.CallsServicer):
    def Notify(self, request, context):
        print("notice", request.message.id, len(request.message.body), flush=True)
        return protos.NotifyResponse()

    def Reserve(self, request, context):
        response = protos.ReserveResponse()
        response.message.CopyFrom(request.message)
        response.message.headers["in-reply-to"] = request.message.id
        return response


server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
services.add_CallsServicer_to_server(Calls(), server)
print("port", server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(1).wait()
