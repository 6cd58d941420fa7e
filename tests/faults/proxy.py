"""A TCP proxy for tests, through which a server seems to hang, to be gone, or to hang up."""

import asyncio
import socket
import threading


class Proxy:
    """Passes bytes on to a port of this machine, from a private port of its own; for use in a `with` block.

    `hang()`: connections stand, and nothing passes. `cut()`: they end, and new ones are refused. `pass_on()`: as if
    nothing had been, and what was held back arrives.
    """

    def __init__(self, target_port):
        self.target_port = target_port
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._call(self._begin())
        return self

    def __exit__(self, *_error):
        self._call(self._cut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def hang(self):
        """Pass nothing on, and say nothing."""
        self._call(self._hang())

    def cut(self):
        """End every connection and refuse new ones."""
        self._call(self._cut())

    def pass_on(self):
        """Pass everything on, as at the beginning."""
        self._call(self._pass_on())

    def _call(self, work):
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _begin(self):
        self._open, self._tasks, self._server = asyncio.Event(), set(), None
        await self._pass_on()

    async def _pass_on(self):
        self._open.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)

    async def _hang(self):
        await self._pass_on()
        self._open.clear()

    async def _cut(self):
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connect(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        writers = [writer]
        try:
            await self._open.wait()
            there, back = await asyncio.open_connection("127.0.0.1", self.target_port)
            writers.append(back)
            # Whichever side ends first, by whatever error, the other one must hear of it.
            ways = [asyncio.create_task(self._pump(reader, back)), asyncio.create_task(self._pump(there, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass  # the server is not there, or the connection was cut
        finally:
            for each in writers:
                each.transport.abort()
            self._tasks.discard(task)

    async def _pump(self, reader, writer):
        while chunk := await reader.read(65536):
            await self._open.wait()
            writer.write(chunk)
            await writer.drain()
