# The portal's image: one for the web, the worker, the scheduler, the relay and the commands of an operator.
FROM python:3.13-slim-trixie

ENV PYTHONUNBUFFERED=1 STATIC_ROOT=/srv/static DATA_DIR=/data HOST=0.0.0.0 PORT=8000 GRANIAN_BLOCKING_THREADS=8

# GeoDjango's libraries, those that draw PDFs, the tools that compile catalogues, and the database programs for
# bin/backup and bin/restore.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgdal36 libgeos-c1t64 libproj25 gettext postgresql-client-17 \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /data

WORKDIR /srv/portal
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: --no-binary http-ece -r requirements.txt

COPY . .
# Nothing of this reaches the database or keeps a key: the values only let the settings be read.
RUN SECRET_KEY=- MASTER_KEY=- RECEIPT_KEY=- DATABASE_URL=postgis://- \
    sh -c 'python manage.py compilemessages -v0 && python manage.py collectstatic --noinput -v0 && python -m compileall -q apps copportal' \
 && chmod -R a+rX /srv/static

USER portal
VOLUME /data
EXPOSE 8000
CMD ["sh", "-c", "exec granian --interface wsgi --host $HOST --port $PORT --workers ${WEB_WORKERS:-2} --log-level warning copportal.wsgi:application"]
