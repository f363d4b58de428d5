"""The private bucket for files, the key that everything is encrypted with, and that of hashes."""

from __future__ import annotations

from typing import Any

BUCKET_NAME = {"Fn::Sub": "${AWS::StackName}-uploads-${AWS::AccountId}"}
ACCESS_LOG_NAME = {"Fn::Sub": "/aws/apigateway/${AWS::StackName}"}
BUCKET_ARN = "arn:${AWS::Partition}:s3:::${AWS::StackName}-uploads-${AWS::AccountId}"
BUCKET_HOST = {
    "Fn::If": ["IsLocal", "localhost", {"Fn::GetAtt": ["UploadsBucket", "RegionalDomainName"]}]
}
"""The name by which the distribution asks the bucket, for which what pages show is signed."""

NO_PUBLIC_ACCESS = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}


def _deny(sid: str, action: str, resources: list[Any], condition: dict[str, Any]) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resources,
        "Condition": condition,
    }


def over_tls_only(bucket: Any, files: Any = None) -> list[dict[str, Any]]:
    """Statements of a bucket's policy: nothing without TLS, nor with an old one. `bucket` is its
    ARN, `files` that of all its objects."""
    both = [bucket, files or f"{bucket}/*"]
    return [
        _deny("OverTlsOnly", "s3:*", both, {"Bool": {"aws:SecureTransport": "false"}}),
        _deny("NoOldTls", "s3:*", both, {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ]


_SSE = "s3:x-amz-server-side-encryption"
_FILES = {"Fn::Sub": f"{BUCKET_ARN}/*"}


def _sealed_otherwise(sid: str, key: str, allowed: Any) -> dict[str, Any]:
    """Whoever names nothing gets the bucket's default; to name anything else is refused."""
    condition = {"Null": {key: "false"}, "StringNotEquals": {key: allowed}}
    return _deny(sid, "s3:PutObject", [_FILES], condition)


_POLICY = [
    *(
        {"Fn::If": ["IsLocal", {"Ref": "AWS::NoValue"}, statement]}
        for statement in over_tls_only({"Fn::Sub": BUCKET_ARN}, _FILES)
    ),
    _sealed_otherwise("ByKmsOnly", _SSE, "aws:kms"),
    _sealed_otherwise(
        "ByTheStagesKeyOnly", f"{_SSE}-aws-kms-key-id", {"Fn::GetAtt": ["DataKey", "Arn"]}
    ),
    _deny(
        "ByNoKeyOfTheSender",
        "s3:PutObject",
        [_FILES],
        {"Null": {f"{_SSE}-customer-algorithm": "false"}},
    ),
]
"""Of the bucket of uploads; the emulator is spoken to without TLS."""


def _expires(prefix: str, days: int) -> dict[str, Any]:
    return {
        "Id": prefix.rstrip("/"),
        "Status": "Enabled",
        "Prefix": prefix,
        "ExpirationInDays": days,
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }


def _kms_key(description: str, *statements: Any, **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::KMS::Key",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "Description": {"Fn::Sub": description},
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [_ADMINISTRATION, _GRANTS, *statements],
            },
            **properties,
        },
    }


def _alias(name: str, key: str) -> dict[str, Any]:
    alias = {"Fn::Sub": f"alias/${{AWS::StackName}}-{name}"}
    return {
        "Type": "AWS::KMS::Alias",
        "Properties": {"AliasName": alias, "TargetKeyId": {"Ref": key}},
    }


_ADMINISTRATION = {
    # A key policy speaks of its own key: «*» is the only resource it knows.
    # Without this statement nobody could ever administer the key again.
    "Sid": "TheAccountAdministersItsKey",
    "Effect": "Allow",
    "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}},
    "Action": "kms:*",
    "Resource": "*",
}
_GRANTS = {
    # A grant opens the key past all policies: only services of AWS get one (the tables), each
    # bound to its own encryption context by the service.
    "Sid": "GrantsForServicesOnly",
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": "kms:CreateGrant",
    "Resource": "*",
    "Condition": {"Bool": {"kms:GrantIsForAWSResource": "false"}},
}

_LOGS = {
    # CloudWatch asks for the key itself, not in the name of whoever writes a line.
    "Sid": "TheAccessLogOnly",
    "Effect": "Allow",
    "Principal": {"Service": {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}},
    "Action": [
        *("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"),
        "kms:DescribeKey",
    ],
    "Resource": "*",
    "Condition": {
        "ArnEquals": {
            "kms:EncryptionContext:aws:logs:arn": {
                "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
                f"{ACCESS_LOG_NAME['Fn::Sub']}"
            }
        }
    },
}

STORAGE: dict[str, dict[str, Any]] = {
    "DataKey": _kms_key("Citizens' data of ${AWS::StackName}", _LOGS, EnableKeyRotation=True),
    "DataKeyAlias": _alias("data", "DataKey"),
    "HashKey": _kms_key(
        "Hashes of phones and personal numbers of ${AWS::StackName}",
        KeySpec="HMAC_256",
        KeyUsage="GENERATE_VERIFY_MAC",
    ),
    "HashKeyAlias": _alias("hashes", "HashKey"),
    "UploadsBucket": {
        "Type": "AWS::S3::Bucket",
        "DependsOn": "BucketMayTell",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketName": BUCKET_NAME,
            "PublicAccessBlockConfiguration": NO_PUBLIC_ACCESS,
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {
                        "ServerSideEncryptionByDefault": {
                            "SSEAlgorithm": "aws:kms",
                            "KMSMasterKeyID": {"Fn::GetAtt": ["DataKey", "Arn"]},
                        },
                        # One call of KMS for many objects; the bucket is then the context.
                        "BucketKeyEnabled": True,
                    }
                ]
            },
            "LifecycleConfiguration": {
                "Rules": [_expires("incoming/", 2), _expires("reports/", 1), _expires("lists/", 7)]
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
    "UploadsBucketPolicy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "UploadsBucket"},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": _POLICY},
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
