"""One origin for browsers: pages and API, beside them the files that never change, and the photos
and documents of cases.

The same distribution on AWS and on the emulator; there the API and the bucket of uploads are
reached through the emulator's own port. Static files lie in a bucket that nobody reads but the
distribution; to that of uploads it has no right of its own: whoever brings a signed address is let
in by S3. What it sends to the API carries a key by which the address that it notes is believed
(`runtime/http/addresses.py`).
"""

from __future__ import annotations

from typing import Any

from chalicelib.runtime.http.security_headers import (
    EDGE_HEADER,
    NOTHING_ACTIVE,
    OWN_ORIGIN,
    SECURITY_HEADERS,
)
from chalicelib.runtime.pages.static import PREFIX
from infra.storage import BUCKET_HOST, BUCKET_NAME, NO_PUBLIC_ACCESS, over_tls_only

_NAME = {"Fn::Sub": "${AWS::StackName}-static-${AWS::AccountId}"}
_ARN = "arn:${AWS::Partition}:s3:::${AWS::StackName}-static-${AWS::AccountId}"
_OBJECTS = {"Fn::Sub": f"{_ARN}{PREFIX}/*"}
_UNIQUE = {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"}
"""Names of what belongs to an account and to no region."""
_NO_VALUE = {"Ref": "AWS::NoValue"}

EDGE_KEY = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}
"""What the distribution says to the API: a random id, which nobody outside the account is told."""

MANAGED_BY_AWS = {
    "kept for a year": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "all but the host": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "kept by nobody": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
}
"""Ids of policies that every account has: CachingOptimized (what the file says, compressed),
AllViewerExceptHostHeader (the API is found by its own name), and CachingDisabled."""

_ASKED_BY = ["Accept-Language", "Authorization"]


def _locally(local: Any, real: Any) -> dict[str, Any]:
    return {"Fn::If": ["IsLocal", local, real]}


_API_ORIGIN = {
    "Id": "api",
    "DomainName": _locally(
        "localhost", {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}
    ),
    "OriginPath": _locally({"Fn::Sub": "/restapis/${RestAPI}/api/_user_request_"}, "/api"),
    "CustomOriginConfig": {
        "HTTPPort": _locally({"Ref": "EmulatorPort"}, 80),
        "OriginProtocolPolicy": _locally("http-only", "https-only"),
        "OriginSSLProtocols": ["TLSv1.2"],
    },
    "OriginCustomHeaders": [{"HeaderName": EDGE_HEADER, "HeaderValue": EDGE_KEY}],
}
_FILES_ORIGIN = {
    "Id": "files",
    "DomainName": {"Fn::GetAtt": ["StaticBucket", "RegionalDomainName"]},
    "S3OriginConfig": {"OriginAccessIdentity": ""},
    "OriginAccessControlId": {"Ref": "EdgeReadsFiles"},
}
_UPLOADS_ORIGIN = {
    "Id": "uploads",
    "DomainName": BUCKET_HOST,
    "OriginPath": _locally({"Fn::Sub": f"/{BUCKET_NAME['Fn::Sub']}"}, _NO_VALUE),
    "CustomOriginConfig": _locally(
        {"HTTPPort": {"Ref": "EmulatorPort"}, "OriginProtocolPolicy": "http-only"}, _NO_VALUE
    ),
    "S3OriginConfig": _locally(_NO_VALUE, {"OriginAccessIdentity": ""}),
}


def _behavior(origin: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {
        "TargetOriginId": origin["Id"],
        "ViewerProtocolPolicy": _locally("allow-all", "redirect-to-https"),
        "ResponseHeadersPolicyId": {"Ref": "EdgeHeaders"},
        "Compress": True,
        **properties,
    }


def _of_uploads(path: str, methods: list[str]) -> dict[str, Any]:
    """S3 lets in who brings a signed address, for what was signed; nothing active comes back."""
    return _behavior(
        _UPLOADS_ORIGIN,
        PathPattern=path,
        AllowedMethods=methods,
        CachePolicyId=MANAGED_BY_AWS["kept by nobody"],
        OriginRequestPolicyId={"Ref": "EdgeAsksBucket"},
    ) | {"ResponseHeadersPolicyId": {"Ref": "EdgeUploadHeaders"}}


def _of_launch(path: str) -> dict[str, Any]:
    """The same for everybody: however many look, the API is asked once a second, and not who."""
    return _behavior(
        _API_ORIGIN,
        PathPattern=path,
        AllowedMethods=["GET", "HEAD"],
        CachePolicyId={"Ref": "EdgeKeepsLaunch"},
    )


_ANYTHING = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
_CERTIFICATE = {
    "AcmCertificateArn": {"Ref": "CertificateArn"},
    "MinimumProtocolVersion": "TLSv1.2_2021",
    "SslSupportMethod": "sni-only",
}
_OWN_NAME = {"Fn::Select": [1, {"Fn::Split": ["://", {"Ref": "PublicUrl"}]}]}

DISTRIBUTION: dict[str, Any] = {
    "Enabled": True,
    "Comment": {"Ref": "AWS::StackName"},
    "HttpVersion": "http2and3",
    "IPV6Enabled": True,
    "PriceClass": "PriceClass_200",
    "Aliases": {"Fn::If": ["HasCertificate", [_OWN_NAME], _NO_VALUE]},
    "ViewerCertificate": {
        "Fn::If": ["HasCertificate", _CERTIFICATE, {"CloudFrontDefaultCertificate": True}]
    },
    "Origins": [_API_ORIGIN, _FILES_ORIGIN, _UPLOADS_ORIGIN],
    "DefaultCacheBehavior": _behavior(
        _API_ORIGIN,
        AllowedMethods=_ANYTHING,
        CachePolicyId={"Ref": "EdgeKeepsNothing"},
        OriginRequestPolicyId=MANAGED_BY_AWS["all but the host"],
    ),
    "CacheBehaviors": [
        _behavior(
            _FILES_ORIGIN,
            PathPattern=f"{PREFIX}/*",
            AllowedMethods=["GET", "HEAD"],
            CachePolicyId=MANAGED_BY_AWS["kept for a year"],
        ),
        *map(_of_launch, ("/launch", "/v1/public/launch")),
        _of_uploads("/checked/*", ["GET", "HEAD"]),
        _of_uploads("/incoming/*", _ANYTHING),
    ],
}


def _keeps_a_second(name: Any, comment: str, **asked_by: Any) -> dict[str, Any]:
    """At most, and what may be kept by anybody alone; by what an answer depends on."""
    compressed = {"EnableAcceptEncodingBrotli": True, "EnableAcceptEncodingGzip": True}
    return {
        "Name": name,
        "Comment": comment,
        "MinTTL": 0,
        "DefaultTTL": 0,
        "MaxTTL": 1,
        "ParametersInCacheKeyAndForwardedToOrigin": {**compressed, **asked_by},
    }


_KEEPS_NOTHING = _keeps_a_second(
    _UNIQUE,
    "Answers are compressed, which a policy that keeps nothing at all forbids",
    HeadersConfig={"HeaderBehavior": "whitelist", "Headers": _ASKED_BY},
    CookiesConfig={"CookieBehavior": "all"},
    QueryStringsConfig={"QueryStringBehavior": "all"},
)
_KEEPS_LAUNCH = _keeps_a_second(
    {"Fn::Sub": "${AWS::StackName}-${AWS::Region}-launch"},
    "Numbers that are the same for everybody, in each language",
    HeadersConfig={"HeaderBehavior": "whitelist", "Headers": ["Accept-Language"]},
    CookiesConfig={"CookieBehavior": "none"},
    QueryStringsConfig={"QueryStringBehavior": "whitelist", "QueryStrings": ["lang"]},
)

_HEADERS = {
    "ContentSecurityPolicy": {"ContentSecurityPolicy": OWN_ORIGIN, "Override": False},
    "ContentTypeOptions": {"Override": True},
    "FrameOptions": {"FrameOption": SECURITY_HEADERS["X-Frame-Options"], "Override": True},
    "ReferrerPolicy": {"ReferrerPolicy": SECURITY_HEADERS["Referrer-Policy"], "Override": False},
    "StrictTransportSecurity": {
        "AccessControlMaxAgeSec": 63_072_000,
        "IncludeSubdomains": True,
        "Override": True,
    },
}
"""Of files, and of whatever came without; the API says its own, and pages do."""


def _says(name: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    own = "Cross-Origin-Resource-Policy"
    custom = {"Header": own, "Value": SECURITY_HEADERS[own], "Override": False}
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {
            "ResponseHeadersPolicyConfig": {
                "Name": name,
                "SecurityHeadersConfig": headers,
                "CustomHeadersConfig": {"Items": [custom]},
            }
        },
    }


EDGE: dict[str, dict[str, Any]] = {
    "StaticBucket": {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "RetainExceptOnCreate",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketName": _NAME,
            "PublicAccessBlockConfiguration": NO_PUBLIC_ACCESS,
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        },
    },
    "StaticBucketPolicy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "StaticBucket"},
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "TheDistributionReads",
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudfront.amazonaws.com"},
                        "Action": "s3:GetObject",
                        "Resource": _OBJECTS,
                        "Condition": {
                            "StringEquals": {
                                "AWS:SourceArn": {
                                    "Fn::Sub": "arn:${AWS::Partition}:cloudfront::"
                                    "${AWS::AccountId}:distribution/${Distribution}"
                                }
                            }
                        },
                    },
                    *(
                        _locally(_NO_VALUE, statement)
                        for statement in over_tls_only({"Fn::Sub": _ARN}, {"Fn::Sub": f"{_ARN}/*"})
                    ),
                ],
            },
        },
    },
    "EdgeReadsFiles": {
        "Type": "AWS::CloudFront::OriginAccessControl",
        "Properties": {
            "OriginAccessControlConfig": {
                "Name": _UNIQUE,
                "OriginAccessControlOriginType": "s3",
                "SigningBehavior": "always",
                "SigningProtocol": "sigv4",
            }
        },
    },
    "EdgeKeepsNothing": {
        "Type": "AWS::CloudFront::CachePolicy",
        "Properties": {"CachePolicyConfig": _KEEPS_NOTHING},
    },
    "EdgeKeepsLaunch": {
        "Type": "AWS::CloudFront::CachePolicy",
        "Properties": {"CachePolicyConfig": _KEEPS_LAUNCH},
    },
    "EdgeAsksBucket": {
        "Type": "AWS::CloudFront::OriginRequestPolicy",
        "Properties": {
            "OriginRequestPolicyConfig": {
                "Name": _UNIQUE,
                "Comment": "The signed address and its headers; no cookie",
                "HeadersConfig": {"HeaderBehavior": "allExcept", "Headers": ["Host"]},
                "CookiesConfig": {"CookieBehavior": "none"},
                "QueryStringsConfig": {"QueryStringBehavior": "all"},
            }
        },
    },
    "EdgeHeaders": _says(_UNIQUE, _HEADERS),
    "EdgeUploadHeaders": _says(
        {"Fn::Sub": "${AWS::StackName}-${AWS::Region}-uploads"},
        {
            **_HEADERS,
            "ContentSecurityPolicy": {"ContentSecurityPolicy": NOTHING_ACTIVE, "Override": True},
        },
    ),
    "Distribution": {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {"DistributionConfig": DISTRIBUTION},
    },
}
STATIC_BUCKET, EDGE_DOMAIN = "StaticBucketName", "EdgeDomain"
EDGE_OUTPUTS = {
    STATIC_BUCKET: {"Value": {"Ref": "StaticBucket"}},
    EDGE_DOMAIN: {"Value": {"Fn::GetAtt": ["Distribution", "DomainName"]}},
}
