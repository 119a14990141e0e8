"""A client made from the .proto alone: python client.py PROTO_FOLDER HOST:PORT; prints the receipt that it gets."""
import sys
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/submissions.proto")
messages = grpc.protos("parley/styles/v1/message.proto")

with grpc.insecure_channel(sys.argv[2]) as channel:
    message = messages.Message(
        id="py-1", sender="python", seq=1, type="bytes", content_type="application/octet-stream", body=bytes(range(256))
    )
    receipt = services.SubmissionsStub(channel).Submit(protos.SubmitRequest(message=message), timeout=20)
    print("receipt", receipt.id)
