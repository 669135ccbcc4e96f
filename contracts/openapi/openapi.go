// Package openapi holds the descriptions of the five HTTP APIs (OpenAPI 3.1), one file a service.
package openapi

import "embed"

// Files are the descriptions, each named <service>.yaml.
//
//go:embed *.yaml
var Files embed.FS
