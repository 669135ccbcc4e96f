package order

import (
	"errors"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"
)

// unprintable is what no label printer can put on a parcel, though it is text: C1 controls, marks that turn the
// direction of what follows (Unicode's bidirectional controls: a name could pose as another one), and emoji. Letters
// of every script are welcome.
const unprintable = `\x{80}-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}` +
	`\x{20e3}\x{231a}-\x{23ff}\x{2600}-\x{27bf}\x{2b05}-\x{2b55}\x{3030}\x{303d}\x{3297}\x{3299}\x{fe0f}\x{1f000}-\x{1faff}`

var (
	printable = regexp.MustCompile(`^[^` + unprintable + `]*$`)
	patterns  = map[string]*regexp.Regexp{
		"sku":        regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`),
		"card_token": regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		"line":       regexp.MustCompile(`^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$`),
		"no_line":    regexp.MustCompile(`^([^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*)?$`), // or a line
		"text":       regexp.MustCompile(`^[^\x00]*$`),                                              // PostgreSQL cannot store NUL
	}
	validate = newValidator()
)

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	for name, pattern := range patterns {
		// The only error is a malformed registration, which no input can cause.
		_ = v.RegisterValidation(name, func(fl validator.FieldLevel) bool {
			return pattern.MatchString(fl.Field().String())
		})
	}
	_ = v.RegisterValidation("printable", func(fl validator.FieldLevel) bool {
		return printable.MatchString(fl.Field().String())
	})
	return v
}

// Validate checks the rules of every field and names each one that is broken.
// Error: *InvalidError.
func (r Request) Validate() error { return check(r) }

// Validate checks the rules of the fields that are given. Error: *InvalidError.
func (u Update) Validate() error {
	if u.ShippingAddress == nil && !u.SetNote {
		return Invalid("body", "needs shipping_address or note")
	}
	return check(u)
}

// Validate checks the rules of every field. Error: *InvalidError.
func (c StatusChange) Validate() error {
	if err := check(c); err != nil {
		return err
	}
	if c.Status != Shipped && c.TrackingNumber != nil {
		return Invalid("tracking_number", "belongs to the status shipped only")
	}
	return nil
}

func check(v any) error {
	err := validate.Struct(v)
	var broken validator.ValidationErrors
	if !errors.As(err, &broken) {
		return err
	}
	fields := make([]FieldError, len(broken))
	for i, b := range broken {
		_, path, _ := strings.Cut(b.Namespace(), ".") // without the name of the struct
		fields[i] = FieldError{Field: path, Message: message(b)}
	}
	return &InvalidError{Fields: fields}
}

func message(b validator.FieldError) string {
	switch b.Tag() {
	case "required":
		return "is required"
	case "min":
		if b.Kind() == reflect.Slice {
			return "needs at least " + b.Param() + " entry"
		}
		return "must be at least " + b.Param()
	case "max":
		switch b.Kind() {
		case reflect.Slice:
			return "takes at most " + b.Param() + " entries"
		case reflect.String:
			return "must have at most " + b.Param() + " characters"
		default:
			return "must be at most " + b.Param()
		}
	case "oneof":
		return "must be one of: " + b.Param()
	case "iso3166_1_alpha2":
		return "must be a country code of two capital letters (ISO 3166-1)"
	case "sku":
		return "must consist of letters, digits, dots, dashes and underscores"
	case "line", "no_line":
		return "must be one line of text, and not blank"
	case "printable":
		return "must not contain emoji or characters that change the direction of writing"
	case "card_token":
		return "must consist of letters, digits, dashes and underscores"
	default:
		return "is not valid"
	}
}
