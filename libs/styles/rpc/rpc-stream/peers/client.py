"""A client of the three kinds of streams, made from the .proto alone: python client.py PROTO_FOLDER HOST:PORT"""
import sys
import grpc

sys.path.insert(0, sys.argv[1])
protos, services = grpc.protos_and_services("parley/styles/v1/streams.proto")
messages = grpc.protos("parley/styles/v1/message.proto")


def message(seq):
    one = messages.Message(id=f"py-{seq}", sender="python", seq=seq, type="bytes", body=bytes([seq]))
    one.content_type = "application/octet-stream"
    return one


with grpc.insecure_channel(sys.argv[2]) as channel:
    streams = services.StreamsStub(channel)

    uploads = (protos.UploadRequest(message=message(seq), last=seq == 3) for seq in (1, 2, 3))
    print("processed", streams.Upload(uploads, timeout=20).processed)

    wanted = protos.FeedRequest(**{"from": 7, "count": 3, "size": 100})
    print("fed", [(one.number, len(one.body)) for one in streams.Feed(wanted, timeout=20)])

    asked = (protos.ConverseRequest(message=message(seq), wants_result=seq > 4) for seq in (4, 5, 6))
    for answer in streams.Converse(asked, timeout=20):
        print("answer", answer.id, list(answer.result.body), answer.failure.kind, answer.failure.reason)
