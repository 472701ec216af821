"""Having a file of the store looked at for malware."""

from contextlib import aclosing

from jobs.context import JobContext
from providers.contracts.scanner import Verdict


async def verdict_on(context: JobContext, key: str) -> Verdict | None:
    """None where there is no scanner."""
    scanner = context.providers.scanner
    if scanner is None:
        return None
    async with aclosing(context.objects.stream(key)) as content:
        return await scanner.scan(content)
