"""A client of SQS in Python: `put URL QUEUE ID TEXT`, or `take URL QUEUE`, which prints what it is handed and deletes it."""

import json
import sys

import boto3

action, endpoint, name = sys.argv[1:4]
sqs = boto3.client(
    "sqs", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="peer", aws_secret_access_key="peer"
)
url = sqs.get_queue_url(QueueName=name)["QueueUrl"]

if action == "put":
    identifier, text = sys.argv[4:6]
    head = {
        "id": identifier,
        "sender": "python",
        "seq": 1,
        "type": "parley.test.v1.Notice",
        "contentType": "text/plain",
        "headers": {"greeting": "olá"},
    }
    attribute = {"DataType": "String", "StringValue": json.dumps(head)}
    sqs.send_message(QueueUrl=url, MessageBody=text, MessageAttributes={"head": attribute})
    print("put", flush=True)
else:
    answer = sqs.receive_message(
        QueueUrl=url, WaitTimeSeconds=20, MaxNumberOfMessages=1, MessageAttributeNames=["All"]
    )
    message = answer["Messages"][0]
    attributes = {key: value["StringValue"] for key, value in message["MessageAttributes"].items()}
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    print(json.dumps({**json.loads(attributes["head"]), "coding": attributes["coding"], "text": message["Body"]}))
