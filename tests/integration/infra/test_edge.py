"""One origin for browsers, read off the packaged template."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.http.security_headers import NOTHING_ACTIVE, OWN_ORIGIN
from infra import names
from infra.edge import EDGE_KEY
from tests.support.packages import Resource


def chosen(found: Any, *, local: bool) -> Any:
    """The same with each choice between the local stage and others made."""
    if isinstance(found, list):
        return [chosen(one, local=local) for one in found]
    if not isinstance(found, dict):
        return found
    if "Fn::If" in found and found["Fn::If"][0] == "IsLocal":
        return chosen(found["Fn::If"][1 if local else 2], local=local)
    return {name: chosen(one, local=local) for name, one in found.items()}


@pytest.fixture
def distribution(resources: dict[str, Resource]) -> dict[str, Any]:
    """As it is on AWS."""
    found: dict[str, Any] = chosen(
        resources["Distribution"]["Properties"]["DistributionConfig"], local=False
    )
    return found


def behaviors(distribution: dict[str, Any]) -> list[dict[str, Any]]:
    return [distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]]


def test_everything_goes_over_tls(distribution: dict[str, Any]) -> None:
    """From the browser, and to the API; with a name of our own by no old version."""
    for behavior in behaviors(distribution):
        assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"
    api = distribution["Origins"][0]
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert api["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]
    condition, certificate, other = distribution["ViewerCertificate"]["Fn::If"]
    assert (condition, other) == ("HasCertificate", {"CloudFrontDefaultCertificate": True})
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_nothing_of_a_person_stays_at_the_edge(
    distribution: dict[str, Any], resources: dict[str, Resource]
) -> None:
    """What may be kept by anybody stays a second, by all that it depends on; the rest not at
    all, since it says `no-store`."""
    kept = distribution["DefaultCacheBehavior"]["CachePolicyId"]
    policy = resources[kept["Ref"]]["Properties"]["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (0, 0, 1)
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["CookiesConfig"] == {"CookieBehavior": "all"}
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert "Authorization" in key["HeadersConfig"]["Headers"]


def test_however_many_look_at_the_launch_the_api_is_asked_once_a_second(
    distribution: dict[str, Any], resources: dict[str, Resource]
) -> None:
    """Whatever cookies, tokens and other queries they bring: none is part of what is kept, nor
    told to the API."""
    api = distribution["Origins"][0]["Id"]
    own = [one for one in distribution["CacheBehaviors"] if one["TargetOriginId"] == api]
    assert [one["PathPattern"] for one in own] == ["/launch", "/v1/public/launch"]
    for behavior in own:
        assert behavior["AllowedMethods"] == ["GET", "HEAD"]
        assert "OriginRequestPolicyId" not in behavior
        policy = resources[behavior["CachePolicyId"]["Ref"]]["Properties"]["CachePolicyConfig"]
        assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (0, 0, 1)
        key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
        assert key["CookiesConfig"] == {"CookieBehavior": "none"}
        assert key["HeadersConfig"]["Headers"] == ["Accept-Language"]
        assert key["QueryStringsConfig"]["QueryStrings"] == ["lang"]


def test_pages_and_files_travel_compressed(
    distribution: dict[str, Any], resources: dict[str, Resource]
) -> None:
    """Which a policy that keeps nothing forbids: so it keeps for a second."""
    assert all(behavior["Compress"] for behavior in behaviors(distribution))
    policy = resources["EdgeKeepsNothing"]["Properties"]["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["EnableAcceptEncodingBrotli"]
    assert key["EnableAcceptEncodingGzip"]


@pytest.mark.parametrize("local", [False, True])
def test_only_the_distribution_reads_files(resources: dict[str, Resource], local: bool) -> None:
    """This one, what is below its prefix, and nothing else; the bucket is closed to all others."""
    bucket = resources["StaticBucket"]["Properties"]
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    policy = resources["StaticBucketPolicy"]["Properties"]["PolicyDocument"]
    allowed, *denied = chosen(policy["Statement"], local=local)
    assert allowed["Action"] == "s3:GetObject"
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allowed["Resource"]["Fn::Sub"].endswith("/static/*")
    (source,) = allowed["Condition"]["StringEquals"].items()
    assert source[0] == "AWS:SourceArn"
    assert source[1]["Fn::Sub"].endswith(":distribution/${Distribution}")
    assert {one.get("Effect", "Deny") for one in denied} == {"Deny"}
    signing = resources["EdgeReadsFiles"]["Properties"]["OriginAccessControlConfig"]
    assert (signing["SigningBehavior"], signing["SigningProtocol"]) == ("always", "sigv4")


@pytest.mark.parametrize("local", [False, True])
def test_no_function_may_touch_the_files(resources: dict[str, Resource], local: bool) -> None:
    """They come with the deployment."""
    policies = [
        chosen(resources[names.role(function)]["Properties"], local=local) for function in FUNCTIONS
    ]
    assert "-static-" not in json.dumps(policies)
    assert "StaticBucket" not in json.dumps(policies)


def test_whatever_comes_has_the_strict_policy(
    distribution: dict[str, Any], resources: dict[str, Resource]
) -> None:
    """Nothing from elsewhere and nothing inline, unless the API's answer says something itself."""
    said = [one["ResponseHeadersPolicyId"]["Ref"] for one in behaviors(distribution)]
    assert said == [*["EdgeHeaders"] * 4, "EdgeUploadHeaders", "EdgeUploadHeaders"]
    headers = resources["EdgeHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    content = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    assert content == {"ContentSecurityPolicy": OWN_ORIGIN, "Override": False}
    assert "unsafe" not in OWN_ORIGIN
    assert OWN_ORIGIN.startswith("default-src 'self';")


def test_the_api_knows_the_distribution_and_nobody_else(
    distribution: dict[str, Any], resources: dict[str, Resource]
) -> None:
    """By the same key, which no other function has and no output tells."""
    (header,) = distribution["Origins"][0]["OriginCustomHeaders"]
    assert header == {"HeaderName": "X-Edge-Key", "HeaderValue": EDGE_KEY}
    having = {
        name
        for function in FUNCTIONS
        if "EDGE_KEY"
        in resources[name := names.logical(function)]["Properties"]["Environment"]["Variables"]
    }
    assert having == {"APIHandler"}


def test_outputs_tell_no_key(template: dict[str, Any]) -> None:
    """Names and addresses alone."""
    assert "StackId" not in json.dumps(template["Outputs"])


def test_locally_the_api_is_reached_through_the_emulator(resources: dict[str, Resource]) -> None:
    """By its port; the rest is as on AWS."""
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    local, real = chosen(config, local=True), chosen(config, local=False)
    here, there = local["Origins"][0], real["Origins"][0]
    assert here["DomainName"] == "localhost"
    assert here["CustomOriginConfig"]["HTTPPort"] == {"Ref": "EmulatorPort"}
    assert there["OriginPath"] == "/api"
    assert local["Origins"][1] == real["Origins"][1]


@pytest.mark.parametrize("local", [False, True])
def test_uploads_are_let_in_by_their_signature_alone(
    resources: dict[str, Resource], local: bool
) -> None:
    """The distribution has no right to the bucket: it hands on address and headers as they are, no
    cookie, keeps nothing, and lets nothing active come back."""
    found = chosen(resources["Distribution"]["Properties"]["DistributionConfig"], local=local)
    origin = found["Origins"][2]
    assert "OriginAccessControlId" not in origin
    assert "OriginCustomHeaders" not in origin
    assert "cloudfront" not in json.dumps(resources["UploadsBucketPolicy"])
    asked = resources["EdgeAsksBucket"]["Properties"]["OriginRequestPolicyConfig"]
    assert asked["CookiesConfig"] == {"CookieBehavior": "none"}
    assert asked["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert asked["HeadersConfig"] == {"HeaderBehavior": "allExcept", "Headers": ["Host"]}
    own = [one for one in found["CacheBehaviors"] if one["TargetOriginId"] == origin["Id"]]
    methods = {one["PathPattern"]: "PUT" in one["AllowedMethods"] for one in own}
    assert methods == {"/checked/*": False, "/incoming/*": True}
    assert {one["CachePolicyId"] for one in own} == {"4135ea2d-6df8-44a3-9df3-4b5a84be39ad"}
    policy = resources["EdgeUploadHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    content = policy["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    assert content == {"ContentSecurityPolicy": NOTHING_ACTIVE, "Override": True}


def test_addresses_are_signed_for_the_name_that_the_distribution_asks(
    resources: dict[str, Resource], distribution: dict[str, Any]
) -> None:
    """Else S3 would refuse every one of them."""
    told = resources["APIHandler"]["Properties"]["Environment"]["Variables"]["UPLOADS_HOST"]
    assert chosen(told, local=False) == distribution["Origins"][2]["DomainName"]
