package http

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"oms-lab/order-service/order"
	"oms-lab/order-service/problem"
)

// decode reads a JSON body of at most 1 MiB into v and names the field that does not fit.
func decode(c *gin.Context, v any) error {
	mediaType, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return problem.New(problem.UnsupportedMediaType, "The Content-Type has to be application/json.")
	}
	if c.Request.ContentLength > maxBody {
		return &http.MaxBytesError{Limit: maxBody}
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return err
	}
	if err != nil {
		return order.Invalid("body", "could not be read")
	}
	return unmarshal(body, v)
}

func unmarshal(body []byte, v any) error {
	err := json.Unmarshal(body, v, json.RejectUnknownMembers(true))
	var misfit *json.SemanticError
	var broken *jsontext.SyntacticError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &broken):
		return order.Invalid(fieldName(broken.JSONPointer), "is given twice")
	case errors.As(err, &broken) && jsontext.Value(body).IsValid(jsontext.AllowInvalidUTF8(true)):
		return order.Invalid(fieldName(broken.JSONPointer), "is not Unicode text")
	case !errors.As(err, &misfit):
		return order.Invalid("body", "is not well-formed JSON")
	case errors.Is(misfit.Err, json.ErrUnknownName):
		return order.Invalid(fieldName(misfit.JSONPointer), "is not known")
	default:
		return order.Invalid(fieldName(misfit.JSONPointer), "must be "+describe(misfit.GoType))
	}
}

// fieldName writes a JSON pointer as errors name fields: /items/0/sku is items[0].sku.
func fieldName(p jsontext.Pointer) string {
	var name strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			name.WriteString("[" + token + "]")
		case name.Len() > 0:
			name.WriteString("." + token)
		default:
			name.WriteString(token)
		}
	}
	if name.Len() == 0 {
		return "body"
	}
	return name.String()
}

func describe(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		return "of another type"
	}
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Int64, reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	case reflect.Struct:
		return "an object"
	default:
		return "of another type"
	}
}
