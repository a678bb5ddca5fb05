"""Answers that a browser cannot be tricked with: headers, the content policy and its nonce."""

import secrets

from flask import Flask, Response, g, request


def csp_nonce() -> str:
    """The word of this answer that lets its scripts run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def set_headers(response: Response) -> Response:
    """Put the exact security headers on an answer (T40), and keep private pages out of caches (T41)."""
    headers = response.headers
    headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in headers or not _may_be_cached(response):
        headers["Cache-Control"] = "no-store"
    return response


def _may_be_cached(response: Response) -> bool:
    return response.status_code in (200, 304)


def init_app(app: Flask) -> None:
    """Set the headers on every answer."""
    app.after_request(set_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
