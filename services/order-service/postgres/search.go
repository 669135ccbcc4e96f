package postgres

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Search is what somebody looks for in orders.
type Search struct {
	number string    // its beginning, in capitals
	year   time.Time // of the number, if it has one
	words  []word

	// Nothing says that there was something to look for, but nothing that can be found.
	Nothing bool
}

// word is one that has to occur.
type word struct {
	pattern string // of LIKE
	tail    string // what may be the end of a number instead, or ""
}

var (
	numberPattern = regexp.MustCompile(`^(?i)ord-(?:([0-9]{4})(?:-[0-9]*)?|[0-9]{0,3})$`)
	bareNumber    = regexp.MustCompile(`^20[0-9]{2}-[0-9]{6,}$`)
	tailOfNumber  = regexp.MustCompile(`^[0-9]{6,}$`)
)

// NewSearch understands what was typed: words that all have to occur, of which one may be a number's beginning, a whole
// number without ORD-, or the digits at its end.
func NewSearch(typed string) (s Search) {
	for text := range strings.FieldsSeq(typed) {
		if bareNumber.MatchString(text) {
			text = "ORD-" + text
		}
		if m := numberPattern.FindStringSubmatch(text); m != nil && s.number == "" {
			s.number = strings.ToUpper(text)
			if year, err := strconv.Atoi(m[1]); err == nil && year > 0 {
				s.year = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
			}
		} else if pattern := wordPattern(text); pattern != "" {
			w := word{pattern: pattern}
			if tailOfNumber.MatchString(text) {
				w.tail = text
			}
			s.words = append(s.words, w)
		}
	}
	s.Nothing = s.number == "" && len(s.words) == 0
	return s
}

// wordPattern is the pattern by which the trigram index finds a word: anywhere when three letters
// or digits stand together in it, else only where a word begins, which the index knows as well.
// A word without letters and digits is not in the index: "".
func wordPattern(word string) string {
	longest, run := 0, 0
	for _, r := range word {
		if run++; !alphanumeric(r) {
			run = 0
		}
		longest = max(longest, run)
	}
	switch {
	case longest == 0:
		return ""
	case longest < 3:
		word = strings.TrimLeftFunc(word, func(r rune) bool { return !alphanumeric(r) })
		return "% " + escapeLike(word) + "%"
	default:
		return "%" + escapeLike(word) + "%"
	}
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var escapeLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace

// conditions keeps the trigram index out of a search among one customer's orders: they are few, and
// looking at each costs less than all that the index knows of a common word.
func (s Search) conditions(ofCustomer bool, add func(condition string, named ...any)) {
	column := "search"
	if ofCustomer {
		column = "(search || '')"
	}
	if s.number != "" {
		add("number LIKE @number", "number", escapeLike(s.number)+"%")
	}
	if !s.year.IsZero() {
		// A number has the year of its order. Numbers grow with time, which the planner cannot
		// know: without this it would look for an old year among the newest orders.
		add("created_at >= @year AND created_at < @next_year", "year", s.year, "next_year", s.year.AddDate(1, 0, 0))
	}
	for i, w := range s.words {
		name := fmt.Sprintf("word_%d", i)
		if w.tail == "" {
			add(column+" LIKE lower(@"+name+")", name, w.pattern)
			continue
		}
		tail := fmt.Sprintf("tail_%d", i)
		add("("+column+" LIKE @"+name+" OR reverse(number) LIKE reverse(@"+tail+") || '%')", name, w.pattern, tail, w.tail)
	}
}
