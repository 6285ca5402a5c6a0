# The service in a container, for compose.yaml: the app is built in the first stage, and only what it was built to goes along.
FROM node:20-bookworm-slim AS app
WORKDIR /app
COPY pwa/package.json pwa/package-lock.json pwa/
RUN cd pwa && npm ci --no-audit --no-fund
COPY docs/openapi.yaml docs/
COPY fixtures fixtures
COPY pwa pwa
RUN cd pwa && npx --no-install vite build --logLevel warn

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore, for `manage.py backup` and `manage.py restore`.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir --quiet -r requirements.txt
COPY manage.py .
COPY backend backend
COPY fixtures fixtures
COPY --from=app /app/pwa/dist pwa/dist
RUN python -m whitenoise.compress --quiet pwa/dist && useradd --system --home /data qiaomen && install -d -o qiaomen /data
USER qiaomen
ENV QIAOMEN_DATA=/data PYTHONUNBUFFERED=1
CMD ["python", "manage.py", "web", "--host", "0.0.0.0", "--port", "8001"]
