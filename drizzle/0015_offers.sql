CREATE TABLE "offers" (
	"customer_id" integer NOT NULL,
	"external_id" text NOT NULL,
	"product" text NOT NULL,
	"label" text,
	"offered_on" date NOT NULL,
	"outcome" text NOT NULL,
	"answered_on" date,
	"note" text,
	"manager_id" integer,
	CONSTRAINT "offers_customer_id_external_id_pk" PRIMARY KEY("customer_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_manager_id_managers_id_fk" FOREIGN KEY ("manager_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;