"""A proxy with TLS before the server: only what comes through it is answered, and only it is believed whom it speaks for."""

from __future__ import annotations

import ipaddress
from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from jjak.seeds.errors import SettingError

HERE = "127.0.0.1"  # where a proxy is unless another address is named


def checked_address(given: str) -> str:
    """An address or a network as `--behind-proxy` takes it; raises SettingError at what is none."""
    try:
        return str(ipaddress.ip_network(given, strict=False) if "/" in given else ipaddress.ip_address(given))
    except ValueError as error:
        text = "--behind-proxy {given}: no address"
        raise SettingError(text, "Give the proxy's, such as 127.0.0.1 or 10.0.0.0/24.", given=given) from error


class ThroughProxy:
    """An ASGI application around another that answers nobody but a proxy, and takes from it where a request is from."""

    def __init__(self, app: Any, proxy: str) -> None:
        self._network = ipaddress.ip_network(proxy, strict=False)
        self._inner = ProxyHeadersMiddleware(app, trusted_hosts=proxy)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not self._is_proxy(scope.get("client")):
            body = b"This server answers its proxy alone."
            headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await self._inner(scope, receive, send)

    def _is_proxy(self, client: Any) -> bool:
        try:
            address = ipaddress.ip_address((client or ("", 0))[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return (mapped or address) in self._network
