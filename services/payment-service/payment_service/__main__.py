"""`python -m payment_service` starts the service."""

import sys

from payment_service.app import main

sys.exit(main())
