# Two images from one build: `api`, the presentation API (the default), and `processing-api`, the sandbox's stand-in.
#   docker build -t snackable .
#   docker build -t snackable-processing-api --target processing-api .

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# What decides about the packages comes first: restoring is repeated only when one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY Snackable.Domain/Snackable.Domain.csproj Snackable.Domain/
COPY Snackable.Application/Snackable.Application.csproj Snackable.Application/
COPY Snackable.Infrastructure/Snackable.Infrastructure.csproj Snackable.Infrastructure/
COPY Snackable.Api/Snackable.Api.csproj Snackable.Api/
COPY Snackable.Sandbox/Snackable.Sandbox.csproj Snackable.Sandbox/
# ReadyToRun: what is compiled here need not be compiled at each start.
RUN dotnet restore Snackable.Sandbox/Snackable.Sandbox.csproj --os linux-musl -p:UseAppHost=false -p:PublishReadyToRun=true

COPY .editorconfig ./
COPY Snackable.Domain Snackable.Domain
COPY Snackable.Application Snackable.Application
COPY Snackable.Infrastructure Snackable.Infrastructure
COPY Snackable.Api Snackable.Api
COPY Snackable.Sandbox Snackable.Sandbox
RUN for project in Api Sandbox; do \
      dotnet publish Snackable.$project/Snackable.$project.csproj --no-restore --os linux-musl --no-self-contained \
        -p:UseAppHost=false -p:PublishReadyToRun=true -o /out/$project || exit 1; \
    done \
 && mkdir /out/data


# Alpine's image is small and still has wget, which the health checks need. Nothing is written but to /data; the runtime's
# diagnostics would want a writable /tmp.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine AS runtime
ENV DOTNET_EnableDiagnostics=0
WORKDIR /app
USER $APP_UID


FROM runtime AS processing-api
COPY --from=build /out/Sandbox .
ENV SANDBOX_PORT=9001
EXPOSE 9001
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9001/sandbox/calls"]
ENTRYPOINT ["dotnet", "Snackable.Sandbox.dll", "--processing-api-only"]


FROM runtime AS api
COPY --from=build /out/Api .
COPY --from=build --chown=$APP_UID:$APP_UID /out/data /data
# 32 MiB, in hexadecimal: the least that is allocated between two collections of generation 0. Without it .NET goes by the processor's
# cache, which on small machines means hundreds of collections each second when files are read from the store (docs/performance.md).
ENV ASPNETCORE_HTTP_PORTS=9002 \
    DB_CONNECTION_STRING="Data Source=/data/snackable.db" \
    DOTNET_GCgen0size=0x2000000
VOLUME /data
EXPOSE 9002
HEALTHCHECK --interval=5s --timeout=5s --start-period=10s \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9002/health/ready"]
ENTRYPOINT ["dotnet", "Snackable.Api.dll"]
