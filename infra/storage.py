"""The private bucket for files, and the key that everything is encrypted with."""

from __future__ import annotations

from typing import Any

BUCKET_NAME = {"Fn::Sub": "${AWS::StackName}-uploads-${AWS::AccountId}"}
BUCKET_ARN = "arn:${AWS::Partition}:s3:::${AWS::StackName}-uploads-${AWS::AccountId}"


def _expires(prefix: str, days: int) -> dict[str, Any]:
    return {
        "Id": prefix.rstrip("/"),
        "Status": "Enabled",
        "Prefix": prefix,
        "ExpirationInDays": days,
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }


STORAGE: dict[str, dict[str, Any]] = {
    "DataKey": {
        "Type": "AWS::KMS::Key",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "Description": {"Fn::Sub": "Citizens' data of ${AWS::StackName}"},
            "EnableKeyRotation": True,
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        # A key policy speaks of its own key: «*» is the only resource it knows.
                        # Without this statement nobody could ever administer the key again.
                        "Sid": "TheAccountAdministersItsKey",
                        "Effect": "Allow",
                        "Principal": {
                            "AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                        },
                        "Action": "kms:*",
                        "Resource": "*",
                    }
                ],
            },
        },
    },
    "DataKeyAlias": {
        "Type": "AWS::KMS::Alias",
        "Properties": {
            "AliasName": {"Fn::Sub": "alias/${AWS::StackName}-data"},
            "TargetKeyId": {"Ref": "DataKey"},
        },
    },
    "UploadsBucket": {
        "Type": "AWS::S3::Bucket",
        "DependsOn": "BucketMayTell",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketName": BUCKET_NAME,
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "LifecycleConfiguration": {
                "Rules": [_expires("incoming/", 2), _expires("reports/", 1)]
            },
            "CorsConfiguration": {
                "CorsRules": [
                    {
                        "AllowedMethods": ["POST", "GET"],
                        "AllowedOrigins": [{"Ref": "PublicUrl"}],
                        "AllowedHeaders": ["Content-Type"],
                        "MaxAge": 3600,
                    }
                ]
            },
            "NotificationConfiguration": {
                "QueueConfigurations": [
                    {
                        "Event": "s3:ObjectCreated:*",
                        "Queue": {"Fn::GetAtt": ["UploadsQueue", "Arn"]},
                        "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": "incoming/"}]}},
                    }
                ]
            },
        },
    },
    "BucketMayTell": {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {
            "Queues": [{"Ref": "UploadsQueue"}],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "s3.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": {"Fn::GetAtt": ["UploadsQueue", "Arn"]},
                        "Condition": {
                            "ArnEquals": {"aws:SourceArn": {"Fn::Sub": BUCKET_ARN}},
                            "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
                        },
                    }
                ],
            },
        },
    },
}
