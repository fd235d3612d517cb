CREATE TABLE "forgotten" (
	"digest" text PRIMARY KEY NOT NULL,
	"of" text NOT NULL,
	"customer" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "do_not_contact" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "do_not_profile" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "contact_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "profiling_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "restricted_at" timestamp with time zone;